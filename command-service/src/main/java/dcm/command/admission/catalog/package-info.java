/**
 * What concerns all: presets and groups. Pure: state and input in, events out.
 */
@NullMarked
package dcm.command.admission.catalog;

import org.jspecify.annotations.NullMarked;
