/** The state of owners and hosts, as immutable values with their transitions. Depends on no other package of admission. */
@NullMarked
package dcm.command.admission.state;

import org.jspecify.annotations.NullMarked;
