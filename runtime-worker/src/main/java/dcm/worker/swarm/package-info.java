/** Connects the private networks of owners across hosts, through one Docker swarm of the engines of all hosts. */
@NullMarked
package dcm.worker.swarm;

import org.jspecify.annotations.NullMarked;
