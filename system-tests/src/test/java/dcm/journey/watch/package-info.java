/** Metrics, alerts and dashboards. */
package dcm.journey.watch;
