/**
 * Fetches the base images that administrators offer, tests them, and knows which of them this host offers. Knows
 * nothing of users' containers.
 */
@NullMarked
package dcm.worker.base;

import org.jspecify.annotations.NullMarked;
