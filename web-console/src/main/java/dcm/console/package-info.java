/**
 * The public door: one origin in front of all services, so that an address once given to a client stays valid wherever
 * its service moves. It forwards and judges addresses only; who the caller is and what is asked is the services' to judge.
 */
@NullMarked
package dcm.console;

import org.jspecify.annotations.NullMarked;
