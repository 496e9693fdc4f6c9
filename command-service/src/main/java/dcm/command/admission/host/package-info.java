/**
 * What concerns one host: joining. Pure: state and input in, events out.
 */
@NullMarked
package dcm.command.admission.host;

import org.jspecify.annotations.NullMarked;
