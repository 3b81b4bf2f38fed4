# Language level, warnings, sanitizers, linker and compiler cache: the same for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

option(ANGARIUM_TESTS "Build the unit tests" ON)
set(ANGARIUM_SANITIZE "" CACHE STRING "Value of -fsanitize for every target, empty for none")

add_compile_options(-Wall -Wextra -Wnon-virtual-dtor -Woverloaded-virtual -Werror
                    -fno-omit-frame-pointer)
# Paths relative to the source tree keep compiler caches warm between checkouts.
add_compile_options(-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)
# The sanitizers' own cost hides what -O2 would win over -O1, which compiles faster.
if(ANGARIUM_SANITIZE)
  set(CMAKE_CXX_FLAGS_RELEASE "-O1 -g1")
else()
  set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")
endif()
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g")

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports these against the standard library's own inlined code at -O2.
  add_compile_options(-Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow
                      -Wno-array-bounds -Wno-stringop-overread -Wno-free-nonheap-object
                      -Wno-dangling-pointer)
else()
  add_compile_options(-Wthread-safety)
endif()

if(ANGARIUM_SANITIZE)
  add_compile_options(-fsanitize=${ANGARIUM_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${ANGARIUM_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    # Up to clang 16 its marks before functions don't survive the splitting of coroutines: "Cannot
    # represent a difference across sections".
    add_compile_options(-fno-sanitize=function)
  endif()
endif()

add_link_options(-fuse-ld=lld)

# Through ccache when it is there, noting what each file costs.
set(CMAKE_CXX_COMPILER_LAUNCHER ${PROJECT_SOURCE_DIR}/tools/compile_timed;${PROJECT_SOURCE_DIR})

find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(absl REQUIRED)
include(Static)
get_property(imported DIRECTORY PROPERTY IMPORTED_TARGETS)
list(FILTER imported INCLUDE REGEX "^absl::")
angarium_prefer_static(${imported})
find_package(prometheus-cpp REQUIRED)
if(ANGARIUM_TESTS)
  find_package(GTest REQUIRED)
endif()
find_package(benchmark QUIET)  # only `make bench` needs it
