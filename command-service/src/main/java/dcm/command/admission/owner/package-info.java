/**
 * What concerns one owner: her account and containers. Pure: state and input in, events out.
 */
@NullMarked
package dcm.command.admission.owner;

import org.jspecify.annotations.NullMarked;
