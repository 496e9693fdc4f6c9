/** The presets, groups and base images of the catalog, held in memory. */
@NullMarked
package dcm.projection.catalog;

import org.jspecify.annotations.NullMarked;
