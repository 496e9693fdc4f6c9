/** Decides what concerns one owner: account, containers, images and transfers. Pure: state and input in, events out. */
@NullMarked
package dcm.command.admission.owner;

import org.jspecify.annotations.NullMarked;
