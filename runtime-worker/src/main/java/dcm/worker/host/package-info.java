/** The identity of this host: its configuration, its exclusive lock, its membership. */
@NullMarked
package dcm.worker.host;

import org.jspecify.annotations.NullMarked;
