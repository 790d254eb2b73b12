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
          threats_json ${data}/threats.json demo_json ${data}/demo.json
          holidays_jp_json ${data}/holidays_jp.json gate_policy_json ${data}/gate_policy.json
          > ${GENERATED}/base/embedded_data.c
  DEPENDS ${data}/sheet.json ${data}/threats.json ${data}/demo.json ${data}/holidays_jp.json
          ${data}/gate_policy.json
          ${CMAKE_SOURCE_DIR}/tools/embed.py
  COMMENT "Embedding data")

set(pages ${CMAKE_SOURCE_DIR}/pages)
add_custom_command(
  OUTPUT ${GENERATED}/api/embedded_pages.c
  COMMAND ${PYTHON} ${CMAKE_SOURCE_DIR}/tools/embed.py answer_html ${pages}/answer.html
          answer_js ${pages}/answer.js answer_css ${pages}/answer.css
          > ${GENERATED}/api/embedded_pages.c
  DEPENDS ${pages}/answer.html ${pages}/answer.js ${pages}/answer.css
          ${CMAKE_SOURCE_DIR}/tools/embed.py
  COMMENT "Embedding pages")

add_custom_target(generated_headers
  DEPENDS ${GENERATED}/contract/operations.h ${GENERATED}/base/problems.h
          ${GENERATED}/db/statements.h ${GENERATED}/db/migrations.h)
