/** The life of a worker: its states, its open parts and its health. Knows nothing of what the parts do. */
@NullMarked
package dcm.worker.lifecycle;

import org.jspecify.annotations.NullMarked;
