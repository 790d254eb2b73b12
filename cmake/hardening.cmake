# Warnings and hardening of every target (the OpenSSF guide's list as far as gcc 12 knows it).
option(RENKEI_SANITIZE "Address and undefined-behaviour sanitizers" OFF)
option(RENKEI_FUZZ "Fuzz targets for libFuzzer (needs clang)" OFF)
option(RENKEI_THREAD_SANITIZE "Thread sanitizer" OFF)
option(RENKEI_WERROR "A warning stops the build" ON)

# Jumps and returns that an attacker bends end the process (Intel CET, Arm PAC and BTI).
include(CheckCCompilerFlag)
check_c_compiler_flag(-fcf-protection=full RENKEI_HAS_CF_PROTECTION)
check_c_compiler_flag(-mbranch-protection=standard RENKEI_HAS_BRANCH_PROTECTION)

add_library(renkei_options INTERFACE)
target_compile_options(renkei_options INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wformat=2 -Wimplicit-fallthrough -Wstrict-prototypes
  -Wmissing-prototypes -Wvla $<$<BOOL:${RENKEI_WERROR}>:-Werror>
  -fno-strict-overflow -fno-delete-null-pointer-checks
  -include ${CMAKE_SOURCE_DIR}/include/renkei/base/banned.h)
target_compile_definitions(renkei_options INTERFACE _GNU_SOURCE)

if(RENKEI_FUZZ)
  target_compile_options(renkei_options INTERFACE
    -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(renkei_options INTERFACE -fsanitize=address,undefined)
elseif(RENKEI_SANITIZE)
  target_compile_options(renkei_options INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(renkei_options INTERFACE -fsanitize=address,undefined)
elseif(RENKEI_THREAD_SANITIZE)
  target_compile_options(renkei_options INTERFACE -fsanitize=thread -fno-omit-frame-pointer)
  target_link_options(renkei_options INTERFACE -fsanitize=thread)
else()
  target_compile_options(renkei_options INTERFACE
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection
    -fPIE -ftrivial-auto-var-init=zero
    $<$<BOOL:${RENKEI_HAS_CF_PROTECTION}>:-fcf-protection=full>
    $<$<BOOL:${RENKEI_HAS_BRANCH_PROTECTION}>:-mbranch-protection=standard>)
  target_link_options(renkei_options INTERFACE
    -pie -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed)
endif()
