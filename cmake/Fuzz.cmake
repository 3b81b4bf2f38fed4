# A fuzz target is a file X_fuzz.cc with LLVMFuzzerTestOneInput, its corpus the folder corpus/X
# beside it. Under the preset "fuzz" it becomes a libFuzzer program with the address and
# undefined-behaviour sanitizers (target "fuzzers", run by tools/fuzz). In every other preset it is
# linked to a small main that feeds it the corpus: a ctest entry, so that what a fuzzer once found
# stays found.
option(ANGARIUM_FUZZ "Build the fuzz targets as libFuzzer programs (clang)" OFF)

add_custom_target(fuzzers)
if(ANGARIUM_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

function(angarium_fuzz_target room source)
  get_filename_component(stem ${source} NAME_WE)
  string(REGEX REPLACE "_fuzz$" "" subject ${stem})
  set(name ${room}_${stem})
  set(corpus ${CMAKE_CURRENT_SOURCE_DIR}/corpus/${subject})

  if(ANGARIUM_FUZZ)
    add_executable(${name} EXCLUDE_FROM_ALL ${source})
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    add_dependencies(fuzzers ${name})
    # Where tools/fuzz finds the program and its corpus.
    file(APPEND ${CMAKE_BINARY_DIR}/fuzzers.txt "${CMAKE_CURRENT_BINARY_DIR}/${name} ${corpus}\n")
  elseif(ANGARIUM_TESTS)
    add_executable(${name} ${source} ${PROJECT_SOURCE_DIR}/tools/fuzz_replay.cc)
    add_test(NAME ${name} COMMAND ${name} ${corpus})
    angarium_test_properties(${name} "unit;fuzz" "")
  else()
    return()
  endif()
  target_link_libraries(${name} PRIVATE ${ARGN})
endfunction()
