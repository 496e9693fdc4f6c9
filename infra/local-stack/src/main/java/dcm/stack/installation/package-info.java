/** One DCM system on this machine: its settings, directories, ports and secrets. */
@NullMarked
package dcm.stack.installation;

import org.jspecify.annotations.NullMarked;
