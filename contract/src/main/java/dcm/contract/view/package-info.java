/** Closed sets of values in the answers of the API and in the views behind them. */
@NullMarked
package dcm.contract.view;

import org.jspecify.annotations.NullMarked;
