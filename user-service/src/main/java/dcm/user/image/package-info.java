/** The administrators' API for base images, and their state on each host. */
@NullMarked
package dcm.user.image;

import org.jspecify.annotations.NullMarked;
