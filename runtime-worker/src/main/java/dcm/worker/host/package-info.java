/**
 * What this host is: what its administrator says about it, its exclusive lock, its membership.
 */
@NullMarked
package dcm.worker.host;

import org.jspecify.annotations.NullMarked;
