/**
 * Fetches the base images that administrators offer, tests them, and knows which of them this host offers. Knows
 * nothing of users' containers.
 */
@NullMarked
package dcm.worker.baseimage;

import org.jspecify.annotations.NullMarked;
