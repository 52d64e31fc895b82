/** The address of a customer's orders. */
export const ordersPath = "/account/orders";
