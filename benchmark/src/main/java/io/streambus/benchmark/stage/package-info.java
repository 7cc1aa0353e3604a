/** Where a case plays: two clusters in processes of their own and, for the WAN cases, a line between one of them and the worker. */
package io.streambus.benchmark.stage;
