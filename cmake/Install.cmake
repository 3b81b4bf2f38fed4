# `cmake --install BUILD --prefix WHERE` installs the pattern engine as a library for others:
#
#   find_package(angarium CONFIG REQUIRED)
#   target_link_libraries(mine PRIVATE angarium::pattern)
#
# It is static and brings json/ and base/ along, of whose headers only those that its own need.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(headers pattern/error.h pattern/explain.h pattern/instruction_set.h pattern/matcher.h
            pattern/pattern.h pattern/rule_index.h pattern/rule_set.h base/result.h)
set(headers_folder ${CMAKE_INSTALL_INCLUDEDIR}/angarium)
foreach(header ${headers})
  get_filename_component(folder ${header} DIRECTORY)
  install(FILES src/${header} DESTINATION ${headers_folder}/${folder})
endforeach()

foreach(room base json pattern)
  set_target_properties(angarium_${room} PROPERTIES EXPORT_NAME ${room})
  target_include_directories(angarium_${room} INTERFACE $<INSTALL_INTERFACE:${headers_folder}>)
  target_compile_features(angarium_${room} PUBLIC cxx_std_20)
  install(TARGETS angarium_${room} EXPORT angarium ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
endforeach()

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/angarium)
install(EXPORT angarium NAMESPACE angarium:: FILE angarium-targets.cmake
        DESTINATION ${package_folder})
configure_package_config_file(cmake/angarium-config.cmake.in
  ${PROJECT_BINARY_DIR}/angarium-config.cmake INSTALL_DESTINATION ${package_folder})
# Before 1.0 a minor version may break what the one before promised.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/angarium-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/angarium-config.cmake
              ${PROJECT_BINARY_DIR}/angarium-config-version.cmake
        DESTINATION ${package_folder})
