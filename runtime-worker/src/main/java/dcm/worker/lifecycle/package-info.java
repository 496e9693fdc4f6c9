/** One run of a worker: its states, its open parts and their health. Independent of what the parts do. */
@NullMarked
package dcm.worker.lifecycle;

import org.jspecify.annotations.NullMarked;
