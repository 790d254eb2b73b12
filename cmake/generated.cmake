# What is made at build time: contract tables from openapi.yaml, statements from sql/, data files.
set(GENERATED_ROOT ${CMAKE_BINARY_DIR}/generated)
set(GENERATED ${GENERATED_ROOT}/generated)
file(MAKE_DIRECTORY ${GENERATED})

file(GLOB_RECURSE contract_tools CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tools/contract*.py)
file(GLOB_RECURSE sql_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/sql/*.sql)

add_custom_command(
  OUTPUT ${GENERATED}/operations.h ${GENERATED}/problems.h ${GENERATED}/contract_tables.c
         ${GENERATED}/handlers.c ${GENERATED}/openapi_json.c
  COMMAND ${PYTHON} ${CMAKE_SOURCE_DIR}/tools/contract.py --openapi ${RENKEI_OPENAPI}
          --out ${GENERATED}
  DEPENDS ${RENKEI_OPENAPI} ${contract_tools}
  COMMENT "Compiling the contract")

add_custom_command(
  OUTPUT ${GENERATED}/statements.h ${GENERATED}/statements.c
         ${GENERATED}/migrations.h ${GENERATED}/migrations.c
  COMMAND ${PYTHON} ${CMAKE_SOURCE_DIR}/tools/statements.py --sql ${CMAKE_SOURCE_DIR}/sql
          --out ${GENERATED}
  DEPENDS ${sql_files} ${CMAKE_SOURCE_DIR}/tools/statements.py
  COMMENT "Compiling the statements")

set(data ${CMAKE_SOURCE_DIR}/data)
add_custom_command(
  OUTPUT ${GENERATED}/embedded_data.c
  COMMAND ${PYTHON} ${CMAKE_SOURCE_DIR}/tools/embed.py sheet_json ${data}/sheet.json
          threats_json ${data}/threats.json demo_json ${data}/demo.json
          holidays_jp_json ${data}/holidays_jp.json
          > ${GENERATED}/embedded_data.c
  DEPENDS ${data}/sheet.json ${data}/threats.json ${data}/demo.json ${data}/holidays_jp.json
          ${CMAKE_SOURCE_DIR}/tools/embed.py
  COMMENT "Embedding data")

add_custom_target(generated_headers
  DEPENDS ${GENERATED}/operations.h ${GENERATED}/problems.h ${GENERATED}/statements.h
          ${GENERATED}/migrations.h)
