# What is made at build time: contract tables from openapi.yaml, statements from sql/, data files.
set(GENERATED_ROOT ${CMAKE_BINARY_DIR}/generated)
set(GENERATED ${GENERATED_ROOT}/generated)
file(MAKE_DIRECTORY ${GENERATED} ${GENERATED}/base)

file(GLOB_RECURSE contract_tools CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tools/contract.py
     ${CMAKE_SOURCE_DIR}/tools/contract/*.py)
cmake_path(GET RENKEI_OPENAPI PARENT_PATH openapi_root)
file(GLOB openapi_files CONFIGURE_DEPENDS ${openapi_root}/openapi/*.yaml)
file(GLOB sql_tools CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tools/sql/*.py)
file(GLOB_RECURSE sql_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/sql/*.sql)

add_custom_command(
  OUTPUT ${GENERATED}/contract/operations.h ${GENERATED}/base/problems.h
         ${GENERATED}/contract/tables.c ${GENERATED}/contract/openapi_json.c
         ${GENERATED}/http/handlers.c
  COMMAND ${PYTHON} ${CMAKE_SOURCE_DIR}/tools/contract.py --openapi ${RENKEI_OPENAPI}
          --out ${GENERATED}
  DEPENDS ${RENKEI_OPENAPI} ${openapi_files} ${contract_tools}
  COMMENT "Compiling the contract")

add_custom_command(
  OUTPUT ${GENERATED}/db/statements.h ${GENERATED}/db/statements.c
         ${GENERATED}/db/migrations.h ${GENERATED}/db/migrations.c
  COMMAND ${PYTHON} ${CMAKE_SOURCE_DIR}/tools/statements.py --sql ${CMAKE_SOURCE_DIR}/sql
          --out ${GENERATED}/db
  DEPENDS ${sql_files} ${CMAKE_SOURCE_DIR}/tools/statements.py ${sql_tools}
  COMMENT "Compiling the statements")

set(data ${CMAKE_SOURCE_DIR}/data)
add_custom_command(
  OUTPUT ${GENERATED}/base/embedded_data.c
  COMMAND ${PYTHON} ${CMAKE_SOURCE_DIR}/tools/embed.py sheet_json ${data}/sheet.json
          scs_star3_selfcheck_json ${data}/scs_star3_selfcheck.json
          schemes_json ${data}/schemes.json
          incident_inquiry_json ${data}/incident_inquiry.json
          threats_json ${data}/threats.json demo_json ${data}/demo.json
          holidays_jp_json ${data}/holidays_jp.json gate_policy_json ${data}/gate_policy.json
          > ${GENERATED}/base/embedded_data.c
  DEPENDS ${data}/sheet.json ${data}/threats.json ${data}/demo.json ${data}/holidays_jp.json
          ${data}/gate_policy.json ${data}/scs_star3_selfcheck.json ${data}/schemes.json
          ${data}/incident_inquiry.json ${CMAKE_SOURCE_DIR}/tools/embed.py
  COMMENT "Embedding data")

# A page is called as its file, with `_` for what is not a letter: answer.html is answer_html.
file(GLOB pages CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/pages/*.*)
foreach(page ${pages})
  get_filename_component(name ${page} NAME)
  string(REGEX REPLACE "[^a-z0-9]" "_" name ${name})
  list(APPEND embedded_pages ${name} ${page})
endforeach()
add_custom_command(
  OUTPUT ${GENERATED}/api/embedded_pages.c
  COMMAND ${PYTHON} ${CMAKE_SOURCE_DIR}/tools/embed.py ${embedded_pages}
          > ${GENERATED}/api/embedded_pages.c
  DEPENDS ${pages} ${CMAKE_SOURCE_DIR}/tools/embed.py
  COMMENT "Embedding pages")

# A file of its own: it is large and changes once a year.
set(reader ${CMAKE_SOURCE_DIR}/third_party/swagger-ui)
add_custom_command(
  OUTPUT ${GENERATED}/api/embedded_reader.c
  COMMAND ${PYTHON} ${CMAKE_SOURCE_DIR}/tools/embed.py reader_js ${reader}/swagger-ui-bundle.js.gz
          reader_css ${reader}/swagger-ui.css.gz > ${GENERATED}/api/embedded_reader.c
  DEPENDS ${reader}/swagger-ui-bundle.js.gz ${reader}/swagger-ui.css.gz
          ${CMAKE_SOURCE_DIR}/tools/embed.py
  COMMENT "Embedding the reader of the contract")

add_custom_target(generated_headers
  DEPENDS ${GENERATED}/contract/operations.h ${GENERATED}/base/problems.h
          ${GENERATED}/db/statements.h ${GENERATED}/db/migrations.h)
