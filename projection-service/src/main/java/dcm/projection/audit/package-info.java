/** The audit view: who did what, when, from where, and with which result. */
@NullMarked
package dcm.projection.audit;

import org.jspecify.annotations.NullMarked;
