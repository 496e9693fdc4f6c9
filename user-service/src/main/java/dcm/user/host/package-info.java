/**
 * Administrators' doors to hosts: taking them out of use, for a while or for good. How they are is a view's to tell.
 */
@NullMarked
package dcm.user.host;

import org.jspecify.annotations.NullMarked;
