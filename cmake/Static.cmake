# With ANGARIUM_STATIC (preset "portable") the libraries that Debian has as archives, too, are
# linked into the binary. tools/package puts the others beside it. docs/decisions/0005-packages.md
# says why.
option(ANGARIUM_STATIC "Link statically what Debian has archives of" OFF)

# Makes imported targets stand for their archive instead of their shared library, if there is one.
function(angarium_prefer_static)
  if(NOT ANGARIUM_STATIC)
    return()
  endif()
  foreach(target ${ARGN})
    get_target_property(configurations ${target} IMPORTED_CONFIGURATIONS)
    set(properties INTERFACE_LINK_LIBRARIES)
    foreach(configuration ${configurations})
      list(APPEND properties IMPORTED_LOCATION_${configuration})
    endforeach()
    foreach(property ${properties})
      get_target_property(value ${target} ${property})
      string(REGEX REPLACE "\\.so[0-9.]*$" ".a" archive "${value}")
      if(EXISTS "${archive}")
        set_property(TARGET ${target} PROPERTY ${property} "${archive}")
      endif()
    endforeach()
  endforeach()
endfunction()
