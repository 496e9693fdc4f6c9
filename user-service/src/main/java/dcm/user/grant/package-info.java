/**
 * Administrators' doors to grants: who may use which preset, and until when.
 */
@NullMarked
package dcm.user.grant;

import org.jspecify.annotations.NullMarked;
