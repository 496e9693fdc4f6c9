/** The view of home directory sizes. */
@NullMarked
package dcm.projection.home;

import org.jspecify.annotations.NullMarked;
