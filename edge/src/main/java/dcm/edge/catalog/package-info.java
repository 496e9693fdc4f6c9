/** The catalog of presets, groups and base images, read from {@code dcm.catalog}. */
@NullMarked
package dcm.edge.catalog;

import org.jspecify.annotations.NullMarked;
