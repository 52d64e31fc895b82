/** A wishlist with one more product; each product once. */
export function withProduct(wishlist: readonly string[], product: string): readonly string[] {
  return wishlist.includes(product) ? wishlist : [...wishlist, product];
}
