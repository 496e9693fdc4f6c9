/** The catalog of presets, groups and base images, read from {@code dcm.catalog}. */
@NullMarked
package dcm.rest.catalog;

import org.jspecify.annotations.NullMarked;
