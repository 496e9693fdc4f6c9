/** The container view, by owner. */
@NullMarked
package dcm.projection.container;

import org.jspecify.annotations.NullMarked;
