/** Decides what concerns one host: joining, cordoning, draining and removal. Pure: state and input in, events out. */
@NullMarked
package dcm.command.admission.host;

import org.jspecify.annotations.NullMarked;
