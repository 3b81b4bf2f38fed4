# A room is one folder under src/: one concept, one namespace, one library.
#
#   angarium_room(store USES base LINKS RocksDB::rocksdb)
#
# builds the *.cc of the folder, a main.cc apart, into the static library angarium::store (folder
# services/sqs becomes angarium::services_sqs). Beside it, as far as there are such files:
#   *_test.cc    one program, store_test: one ctest entry, label "unit"
#   X_fuzz.cc    a program store_X_fuzz each, see cmake/Fuzz.cmake
#   *_bench.cc   one program, store_bench, of the target "benchmarks"; not part of the default build
# USES names other rooms, LINKS outside libraries; TEST_USES and TEST_LINKS are for these programs
# alone. TEST_TIMEOUT is in seconds (a sanitizer gets four times as much).
include(Fuzz)

function(angarium_room folder)
  cmake_parse_arguments(ARG "" "TEST_TIMEOUT" "USES;LINKS;TEST_USES;TEST_LINKS" ${ARGN})
  string(REPLACE "/" "_" name ${folder})
  list(TRANSFORM ARG_USES REPLACE "/" "_")
  list(TRANSFORM ARG_USES PREPEND angarium_)
  list(TRANSFORM ARG_TEST_USES REPLACE "/" "_")
  list(TRANSFORM ARG_TEST_USES PREPEND angarium_)

  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  foreach(kind test fuzz bench)
    set(${kind}_sources ${sources})
    list(FILTER ${kind}_sources INCLUDE REGEX "_${kind}\\.cc$")
  endforeach()
  list(FILTER sources EXCLUDE REGEX "(_(test|fuzz|bench)|/main)\\.cc$")

  set(library angarium_${name})
  if(sources)
    add_library(${library} STATIC ${sources})
    set(scope PUBLIC)
  else()
    add_library(${library} INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(angarium::${name} ALIAS ${library})
  target_include_directories(${library} ${scope} $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>)
  target_link_libraries(${library} ${scope} ${ARG_USES} ${ARG_LINKS})

  set(program_links ${library} ${ARG_TEST_USES} ${ARG_TEST_LINKS})
  if(test_sources AND ANGARIUM_TESTS)
    angarium_test_program(${name}_test SOURCES ${test_sources} LINKS ${program_links}
                          LABEL unit TIMEOUT ${ARG_TEST_TIMEOUT})
  endif()
  foreach(source ${fuzz_sources})
    angarium_fuzz_target(${name} ${source} ${program_links})
  endforeach()
  if(bench_sources AND benchmark_FOUND)
    add_executable(${name}_bench EXCLUDE_FROM_ALL ${bench_sources})
    target_link_libraries(${name}_bench PRIVATE ${program_links} benchmark::benchmark_main)
    add_dependencies(benchmarks ${name}_bench)
  endif()
endfunction()

# A GoogleTest program and its ctest entry; whole-system suites under tests/ use it too:
#   angarium_test_program(simulation_test SOURCES a_test.cc LINKS angarium::bus LABEL simulation)
function(angarium_test_program name)
  cmake_parse_arguments(ARG "" "LABEL;TIMEOUT" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(${name} PRIVATE ${ARG_LINKS} GTest::gtest_main GTest::gmock)
  add_test(NAME ${name} COMMAND ${name} --gtest_brief=1)
  set_property(TEST ${name} APPEND PROPERTY ENVIRONMENT
               GTEST_OUTPUT=xml:${CMAKE_BINARY_DIR}/results/${name}.xml)
  angarium_test_properties(${name} "${ARG_LABEL}" "${ARG_TIMEOUT}")
endfunction()

# What every ctest entry has: a label, a time limit, and the sanitizers told to be strict.
function(angarium_test_properties name label timeout)
  if(NOT timeout)
    set(timeout 120)  # a room's suite takes seconds; this is for a machine with much else to do
  endif()
  if(ANGARIUM_SANITIZE)
    math(EXPR timeout "${timeout} * 4")
  endif()
  set(tsan_suppressions ${PROJECT_SOURCE_DIR}/cmake/tsan_suppressions.txt)
  set_tests_properties(${name} PROPERTIES LABELS "${label}" TIMEOUT ${timeout})
  set_property(TEST ${name} APPEND PROPERTY ENVIRONMENT
    "ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1"
    "UBSAN_OPTIONS=print_stacktrace=1"
    "TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1:suppressions=${tsan_suppressions}")
endfunction()
