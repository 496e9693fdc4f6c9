/**
 * The findings of an audit.
 */
@NullMarked
package dcm.auditor.finding;

import org.jspecify.annotations.NullMarked;
