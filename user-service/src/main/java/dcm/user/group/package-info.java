/** The administrators' API for groups: their limits, grants and members. */
@NullMarked
package dcm.user.group;

import org.jspecify.annotations.NullMarked;
