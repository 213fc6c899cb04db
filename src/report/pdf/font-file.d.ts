declare module "*.ttf" {
  const path: string;
  // biome-ignore lint/style/noDefaultExport: that is how a file is imported
  export default path;
}
