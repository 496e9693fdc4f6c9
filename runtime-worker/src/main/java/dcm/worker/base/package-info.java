/**
 * Gets the images that administrators offer, finds out whether they are any good, and knows which this host offers. It knows
 * nothing of anybody's containers.
 */
@NullMarked
package dcm.worker.base;

import org.jspecify.annotations.NullMarked;
