/**
 * The view of how much is in owners' homes.
 */
@NullMarked
package dcm.projection.home;

import org.jspecify.annotations.NullMarked;
