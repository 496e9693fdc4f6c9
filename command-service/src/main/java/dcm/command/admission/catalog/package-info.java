/** Decides changes of the catalog: presets, groups, base images and registries. Pure: state and input in, events out. */
@NullMarked
package dcm.command.admission.catalog;

import org.jspecify.annotations.NullMarked;
