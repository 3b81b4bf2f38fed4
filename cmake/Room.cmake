# A room is one folder under src/: one concept, one namespace, one library.
#
#   angarium_room(store USES base LINKS RocksDB::rocksdb)
#
# builds every *.cc of the folder into the static library angarium::store (folder services/sqs
# becomes angarium::services_sqs), and every *_test.cc into the program store_test.
# USES names other rooms, LINKS outside libraries; TEST_USES and TEST_LINKS are for the tests alone.
function(angarium_room folder)
  cmake_parse_arguments(ARG "" "" "USES;LINKS;TEST_USES;TEST_LINKS" ${ARGN})
  string(REPLACE "/" "_" name ${folder})
  set(library angarium_${name})

  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_(test|fuzz|bench)\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")

  if(sources)
    add_library(${library} STATIC ${sources})
    set(scope PUBLIC)
  else()
    add_library(${library} INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(angarium::${name} ALIAS ${library})
  target_include_directories(${library} ${scope} ${PROJECT_SOURCE_DIR}/src)
  foreach(room ${ARG_USES})
    string(REPLACE "/" "_" room_name ${room})
    target_link_libraries(${library} ${scope} angarium_${room_name})
  endforeach()
  target_link_libraries(${library} ${scope} ${ARG_LINKS})

  if(tests AND ANGARIUM_TESTS)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE ${library} ${ARG_TEST_LINKS}
                          GTest::gtest_main GTest::gmock)
    foreach(room ${ARG_TEST_USES})
      string(REPLACE "/" "_" room_name ${room})
      target_link_libraries(${name}_test PRIVATE angarium_${room_name})
    endforeach()
    add_test(NAME ${name}_test COMMAND ${name}_test --gtest_brief=1)
  endif()
endfunction()
