/** The made-up business of the demo: orders, users and inventory, as records with keys, JSON values and headers. */
package io.streambus.demo.sample;
