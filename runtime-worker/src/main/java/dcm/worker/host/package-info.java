/**
 * What this host is: its name and engine, its exclusive lock, its membership.
 */
@NullMarked
package dcm.worker.host;

import org.jspecify.annotations.NullMarked;
