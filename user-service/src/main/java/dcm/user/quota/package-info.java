/**
 * Administrators' doors to limits: those of accounts; groups have theirs with them.
 */
@NullMarked
package dcm.user.quota;

import org.jspecify.annotations.NullMarked;
