/** Notices: short-lived hints from workers about progress. */
@NullMarked
package dcm.contract.notice;

import org.jspecify.annotations.NullMarked;
