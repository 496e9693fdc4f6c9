/**
 * Administrators' doors to groups: their limits, their grants, who is in them.
 */
@NullMarked
package dcm.user.group;

import org.jspecify.annotations.NullMarked;
