/**
 * What an audit can find.
 */
@NullMarked
package dcm.auditor.finding;

import org.jspecify.annotations.NullMarked;
