/**
 * The container view per owner.
 */
@NullMarked
package dcm.projection.container;

import org.jspecify.annotations.NullMarked;
