/** Manages owners' homes and key directories on this host. Never opens anything inside a home. */
@NullMarked
package dcm.worker.storage;

import org.jspecify.annotations.NullMarked;
